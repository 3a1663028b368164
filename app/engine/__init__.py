"""The form engine: XLSForm or XForm in, one filling-in's values, relevance and problems out. Pure."""
