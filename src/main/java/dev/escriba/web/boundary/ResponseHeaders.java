package dev.escriba.web.boundary;

import dev.escriba.web.control.RequestContext;
import dev.escriba.web.control.RequestCulture;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;

/**
 * Sets {@code Content-Language} to the culture of the answer, and the charset to UTF-8, whichever charset the client
 * accepts. Every answer of a run names its instance.
 */
@Provider
public class ResponseHeaders implements ContainerResponseFilter {

    private static final String INSTANCE_HEADER = "X-Instance-Id";

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders()
                .putSingle(HttpHeaders.CONTENT_LANGUAGE, RequestCulture.of(http).tag());
        RequestContext.instance(http)
                .ifPresent(instance -> response.getHeaders().putSingle(INSTANCE_HEADER, instance));
        MediaType type = response.getMediaType();
        if (type != null && type.getParameters().containsKey(MediaType.CHARSET_PARAMETER)) {
            response.getHeaders()
                    .putSingle(
                            HttpHeaders.CONTENT_TYPE,
                            new MediaType(type.getType(), type.getSubtype(), StandardCharsets.UTF_8.name()));
        }
    }
}
