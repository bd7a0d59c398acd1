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
 * Sets {@code Content-Language} to the culture of the answer, {@code X-Instance-Id} to the instance of its run, and the
 * charset to UTF-8, whichever charset the client accepts.
 */
@Provider
public class ResponseHeaders implements ContainerResponseFilter {

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders()
                .putSingle(HttpHeaders.CONTENT_LANGUAGE, RequestCulture.of(http).tag());
        RequestContext.instance(http)
                .ifPresent(id -> response.getHeaders().putSingle(RequestContext.INSTANCE_HEADER, id.toString()));
        MediaType type = response.getMediaType();
        if (type != null && type.getParameters().containsKey(MediaType.CHARSET_PARAMETER)) {
            response.getHeaders()
                    .putSingle(
                            HttpHeaders.CONTENT_TYPE,
                            new MediaType(type.getType(), type.getSubtype(), StandardCharsets.UTF_8.name()));
        }
    }
}
