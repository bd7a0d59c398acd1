package dev.escriba.security.openid;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** Where a person would be sent somewhere else, a program has to be told something. */
final class WithoutRedirect extends HttpServletResponseWrapper {

    WithoutRedirect(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void sendRedirect(String location) {
        // left to whoever answers
    }
}
