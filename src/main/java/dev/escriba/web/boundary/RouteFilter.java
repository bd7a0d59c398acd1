package dev.escriba.web.boundary;

import dev.escriba.web.control.Face;
import dev.escriba.web.control.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;

/**
 * Records the path template of the operation that a request is for. Metrics use the template and not the path, because
 * callers can make up any number of paths.
 */
@Provider
public class RouteFilter implements ContainerRequestFilter {

    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        Class<?> type = resource.getResourceClass();
        // a proxy of the container is a subclass of the resource
        while (type != null && !type.isAnnotationPresent(Path.class)) {
            type = type.getSuperclass();
        }
        if (type != null) {
            Method method = resource.getResourceMethod();
            Path below = method == null ? null : method.getAnnotation(Path.class);
            RequestContext.route(
                    http,
                    Face.of(http).orElse(Face.HUB).root() + "/"
                            + type.getAnnotation(Path.class).value() + (below == null ? "" : "/" + below.value()));
        }
    }
}
