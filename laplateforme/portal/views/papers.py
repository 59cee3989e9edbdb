"""Papers made on demand."""

from django.http import Http404, HttpRequest, HttpResponse


def papers(request: HttpRequest, **kwargs: str) -> HttpResponse:
    raise Http404


paper_job = paper_file = leaflet = route_pdf = papers
