package dev.escriba.security.openid;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URI;

/**
 * A request with the public URL, as the browser sent it to the proxy. The address has no query, because the server's
 * mechanism stores the whole address while a person signs in.
 */
final class PublicRequest extends HttpServletRequestWrapper {

    private final URI publicUrl;

    PublicRequest(HttpServletRequest request, URI publicUrl) {
        super(request);
        this.publicUrl = publicUrl;
    }

    @Override
    public StringBuffer getRequestURL() {
        String local = getRequestURI().substring(getContextPath().length());
        return new StringBuffer(publicUrl.toString().replaceAll("/$", "")).append(local);
    }
}
