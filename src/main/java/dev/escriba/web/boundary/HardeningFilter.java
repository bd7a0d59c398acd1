package dev.escriba.web.boundary;

import dev.escriba.web.control.Exchange;
import dev.escriba.web.control.SecurityHeaders;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Has every answer carry {@link SecurityHeaders} and the id of its request, the error page's included; notes how it was answered. */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR},
        asyncSupported = true)
public class HardeningFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // before a protected address the sign-in has set them already, and some differently for another origin's page
        if (request.getDispatcherType() == DispatcherType.ERROR
                || response.getHeader("X-Content-Type-Options") == null) {
            SecurityHeaders.set(request, response);
        }
        try {
            chain.doFilter(request, response);
            Exchange.answered(request, response.getStatus());
        } catch (IOException | ServletException | RuntimeException e) {
            Exchange.answered(request, 500);
            throw e;
        }
    }
}
