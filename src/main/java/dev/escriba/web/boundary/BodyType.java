package dev.escriba.web.boundary;

import dev.escriba.problem.entity.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Refuses an encoded body (415), and a {@code Content-Type} that only an {@code Accept} header may have: a wildcard, or
 * a type with a {@code q} parameter. JAX-RS would match it to an operation, which would then fail with 500.
 *
 * <p>JAX-RS sees the type of a form without its parameters, because its parsers refuse boundaries that some clients
 * write without quotes, for example {@code ===1==}. The reader of forms takes the boundary from the servlet request.
 * Jersey parses the type once before this filter, and answers such a boundary with 400.
 */
@Provider
@PreMatching
@Priority(Priorities.HEADER_DECORATOR)
public class BodyType implements ContainerRequestFilter {

    private static final String FORM = "multipart/form-data;";
    private static final Pattern QUALITY = Pattern.compile("(?i);\\s*q\\s*=");

    @Override
    public void filter(ContainerRequestContext request) {
        String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
            throw Problem.of(415, "body.encoded");
        }
        String written = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (written != null && written.strip().toLowerCase(Locale.ROOT).startsWith(FORM)) {
            request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.MULTIPART_FORM_DATA);
        }
        MediaType type = request.getMediaType();
        if (type != null
                && (type.isWildcardType()
                        || type.isWildcardSubtype()
                        || QUALITY.matcher(written).find())) {
            throw Problem.of(415, "problem.415");
        }
    }
}
