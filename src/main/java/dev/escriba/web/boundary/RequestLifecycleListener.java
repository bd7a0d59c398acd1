package dev.escriba.web.boundary;

import dev.escriba.web.control.RequestLifecycle;
import jakarta.inject.Inject;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Reports the start and the end of every request to {@link RequestLifecycle}. A listener also sees requests that are
 * refused before any filter runs, and requests whose body is still being sent.
 */
@WebListener
public class RequestLifecycleListener implements ServletRequestListener {

    private static final String SEEN = RequestLifecycleListener.class.getName() + ".seen";

    @Inject
    RequestLifecycle lifecycle;

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        if (event.getServletRequest() instanceof HttpServletRequest request && request.getAttribute(SEEN) == null) {
            request.setAttribute(SEEN, true);
            lifecycle.begin(request);
        }
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        if (event.getServletRequest() instanceof HttpServletRequest request && request.getAttribute(SEEN) != null) {
            request.removeAttribute(SEEN);
            lifecycle.end(request);
        }
    }
}
