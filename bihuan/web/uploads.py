"""Files on their way in: counted while they arrive, dropped beyond their limit, so that a huge one fills no disk and
the words that came with it are not lost. What is in a file is looked at by `app.photos`.
"""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

from bihuan.app.photos import MEGABYTES_MOST, Upload

FILE_MOST = MEGABYTES_MOST * 1024 * 1024
REQUEST_MOST = 160 * 1024 * 1024
"""Of one request, all files together; beyond it the connection is closed."""


class Measured(FileUploadHandler):
    """The first of the handlers: passes chunks on until a file is too large, then drops that file and says so."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._all = self._file = 0

    def new_file(self, *args: object, **more: object) -> None:
        """A file begins."""
        super().new_file(*args, **more)
        self._file = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Count, and pass on what may go on. Raises what Django takes for an end of the file or of the request."""
        self._all += len(raw_data)
        self._file += len(raw_data)
        if self._all > REQUEST_MOST:
            raise StopUpload(connection_reset=True)
        if self._file > FILE_MOST:
            if self.request is not None:
                dropped = self.request.META.setdefault("bihuan.dropped", [])
                dropped.append(self.file_name or "")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Others make the file."""
        return None


class Kept(TemporaryFileUploadHandler):
    """On disk, not in memory: many phones at once send many megabytes."""


def photos_of(request: HttpRequest, name: str = "photos") -> tuple[Upload, ...]:
    """The files of a form, those that were dropped for their size among them."""
    whole = [Upload(one.name or "", one.size or 0, one.file) for one in request.FILES.getlist(name)]
    dropped = [Upload(one, FILE_MOST + 1, request, whole=False) for one in request.META.get("bihuan.dropped", ())]
    return (*whole, *dropped)
