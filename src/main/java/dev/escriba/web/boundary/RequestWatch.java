package dev.escriba.web.boundary;

import dev.escriba.web.control.OpenRequests;
import jakarta.inject.Inject;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;

/** Sees every request come and go: also those that are refused before any filter runs, and those whose body is still being sent. */
@WebListener
public class RequestWatch implements ServletRequestListener {

    private static final String API = "/api/";
    private static final String COUNTED = RequestWatch.class.getName() + ".counted";

    @Inject
    OpenRequests open;

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        if (event.getServletRequest() instanceof HttpServletRequest request
                && request.getRequestURI().startsWith(request.getContextPath() + API)) {
            request.setAttribute(COUNTED, true);
            open.enter();
        }
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        if (event.getServletRequest().getAttribute(COUNTED) != null) {
            event.getServletRequest().removeAttribute(COUNTED);
            open.leave();
        }
    }
}
