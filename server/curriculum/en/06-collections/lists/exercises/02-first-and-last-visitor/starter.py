def first_and_last(visitors):
    return ""
