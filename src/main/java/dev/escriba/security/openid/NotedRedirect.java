package dev.escriba.security.openid;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Records whether a redirect was sent. Mechanisms that cannot reach the provider report that in different ways, or not
 * at all.
 */
final class NotedRedirect extends HttpServletResponseWrapper {

    private boolean sent;

    NotedRedirect(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        super.sendRedirect(location);
        sent = true;
    }

    boolean isSent() {
        return sent;
    }
}
