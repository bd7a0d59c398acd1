package dev.escriba.security.boundary;

import dev.escriba.security.control.CurrentCaller;
import dev.escriba.web.control.OpenRequests;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Counts each request for the account of its caller, and refuses it if the account has its share of the requests. */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 1)
public class RequestShareFilter implements ContainerRequestFilter {

    @Inject
    CurrentCaller currentCaller;

    @Inject
    OpenRequests open;

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        open.requireShare(http, currentCaller.get().accountId());
    }
}
