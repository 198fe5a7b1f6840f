"""The picture that stands for a page where somebody shares it: words and a map, 1200 by 630 pixels, set by typst."""
