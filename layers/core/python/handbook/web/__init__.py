"""HTTP: the application factory, problem details, the actor of a request, pages and validators."""
