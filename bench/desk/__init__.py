"""The desk's heavy pages: the register of 10,000 agreements and Today with 100,000, beside the same of few."""
