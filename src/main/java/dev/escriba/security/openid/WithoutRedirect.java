package dev.escriba.security.openid;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** Suppresses redirects: programs get an error answer instead. */
final class WithoutRedirect extends HttpServletResponseWrapper {

    WithoutRedirect(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void sendRedirect(String location) {
        // the calling mechanism answers
    }
}
