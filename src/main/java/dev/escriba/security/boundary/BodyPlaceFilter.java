package dev.escriba.security.boundary;

import dev.escriba.security.control.CurrentCaller;
import dev.escriba.web.control.BodyPlaces;
import dev.escriba.web.control.RequestBody;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Takes a place for the body of a request before the body is read. A body that has arrived already needs no place. */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION + 1)
public class BodyPlaceFilter implements ContainerRequestFilter {

    @Inject
    CurrentCaller currentCaller;

    @Inject
    BodyPlaces places;

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        if (!RequestBody.hasArrived(http, request.getEntityStream())) {
            RequestBody.keep(places.take(currentCaller.get().accountId()), http);
        }
    }
}
