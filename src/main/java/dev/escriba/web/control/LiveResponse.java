package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.BooleanSupplier;

/**
 * The response of a request, for an answer that is written while its work goes on. What JAX-RS offers for this differs
 * from server to server: one buffers the first 8 KB whatever is flushed, and injected responses work on one thread
 * only. This one may be used on any thread, by one at a time. After it, the resource returns a response without an
 * entity.
 *
 * @param clientGone whether a part of the answer could not be written
 */
public record LiveResponse(HttpServletResponse servletResponse, BooleanSupplier clientGone) {

    private static final String ATTRIBUTE = LiveResponse.class.getName();

    /** Stores the response of a request. */
    public static void offer(HttpServletRequest request, HttpServletResponse response, BooleanSupplier clientGone) {
        request.setAttribute(ATTRIBUTE, new LiveResponse(response, clientGone));
    }

    /** The response of a request that has passed the filters. */
    public static LiveResponse of(HttpServletRequest request) {
        return (LiveResponse) request.getAttribute(ATTRIBUTE);
    }
}
