
def test_a(page, served):
    print(page.url)
    page.screenshot(path="/tmp/e/a.png")
