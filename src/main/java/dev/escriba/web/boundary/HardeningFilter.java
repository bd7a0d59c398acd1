package dev.escriba.web.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.ClientAddresses;
import dev.escriba.web.control.LiveResponse;
import dev.escriba.web.control.PagePlaces;
import dev.escriba.web.control.ProblemBody;
import dev.escriba.web.control.RequestContext;
import dev.escriba.web.control.SecurityHeaders;
import dev.escriba.web.control.WebSettings;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Sets {@link SecurityHeaders} and the request id on every answer, error pages included. Refuses unknown HTTP methods
 * (405). Records the status of each answer. Keeps a client that hangs up from being reported as an error, and one that
 * reads slowly from keeping a thread. Refuses pages for want of a place (503).
 */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR},
        asyncSupported = true)
public class HardeningFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /**
     * The methods that the API or a page supports. TRACE would send a request back, and servers treat unknown methods
     * differently.
     */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Inject
    transient PagePlaces pages;

    @Inject
    transient ClientAddresses addresses;

    @Inject
    transient WebSettings settings;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // the authentication mechanism has set them already for a protected address, and some of them differ for
        // cross-origin requests
        if (request.getDispatcherType() == DispatcherType.ERROR
                || response.getHeader("X-Content-Type-Options") == null) {
            SecurityHeaders.set(request, response);
        }
        if (!METHODS.contains(request.getMethod()) && request.getDispatcherType() == DispatcherType.REQUEST) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            RequestContext.answered(request, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        try {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                pages.take(request, addresses.network(request));
            }
        } catch (Problem tooMany) {
            ProblemBody.answer(tooMany, request, response);
            RequestContext.answered(request, response.getStatus());
            return;
        }
        try {
            QuietResponse quiet =
                    new QuietResponse(response, new ReadingPace(settings.minBodyRate(), System::nanoTime));
            LiveResponse.offer(request, quiet, quiet::isClientGone);
            chain.doFilter(request, quiet);
            RequestContext.answered(request, response.getStatus());
        } catch (IOException | ServletException | RuntimeException e) {
            RequestContext.answered(request, 500);
            throw e;
        }
    }
}
