package dev.escriba.web.boundary;

import dev.escriba.problem.entity.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * Refuses a {@code Content-Type} that only an {@code Accept} header may have: a wildcard, or a type with a {@code q}
 * parameter. JAX-RS would match it to an operation, which would then fail with 500.
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
