package dev.escriba.security.boundary;

import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.control.RateLimits;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/** Applies the rate limits of a caller, before the request is matched or its body is read. */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class RateLimitFilter implements ContainerRequestFilter {

    /** The version may be absent, and the letter case does not matter. */
    private static final Pattern LOOK = Pattern.compile("(?i)/?(?:v\\d+/)?instances/[^/]+(?:/events)?/?");

    @Inject
    CurrentCaller currentCaller;

    @Inject
    RateLimits limits;

    @Override
    public void filter(ContainerRequestContext request) {
        limits.count(
                currentCaller.get(),
                isLook(request.getMethod(), request.getUriInfo().getPath()));
    }

    /** Whether a request reads one instance or its events. */
    static boolean isLook(String method, String path) {
        return method.equals("GET") && LOOK.matcher(path).matches();
    }
}
