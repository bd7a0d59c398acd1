package dev.escriba.web.boundary;

import dev.escriba.problem.entity.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * Refuses a body of a type that only a wish can have: any at all, or with a preference. Where one operation is chosen among others it would
 * match, and fail unexpectedly afterwards.
 */
@Provider
@PreMatching
public class BodyType implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        if (type != null
                && (type.isWildcardType()
                        || type.isWildcardSubtype()
                        || type.getParameters().keySet().stream().anyMatch("q"::equalsIgnoreCase))) {
            throw Problem.of(415, "problem.415");
        }
    }
}
