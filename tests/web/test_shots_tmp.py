import itertools
from tests.web import test_mechanisms as m
from tests.web.test_mechanisms import *  # noqa
count = itertools.count()
real = m.Worker.clean
def clean(self):
    n = next(count)
    for lang in ("en","zh"):
        for name, size in (("phone", {"width":390,"height":844}), ("desk", {"width":1280,"height":900})):
            self.page.set_viewport_size(size)
            if lang == "zh":
                self.page.set_extra_http_headers({"Accept-Language":"zh-CN"})
                self.page.reload()
            self.page.screenshot(path=f"/tmp/flood/shot-{n}-{name}-{lang}.png", full_page=True)
    self.page.set_extra_http_headers({"Accept-Language":"en"})
    self.page.set_viewport_size({"width":1280,"height":900})
    self.page.reload()
    real(self)
m.Worker.clean = clean
