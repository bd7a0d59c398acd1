package dev.escriba.web.boundary;

import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.ProblemBody;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers every error that the container itself raises, in the error shape of the API. It has the addresses of the
 * directories of the application, which some servers would redirect to the same address with a slash, in HTML. The root
 * and the directory of assets are the console's.
 */
@WebServlet({ErrorPage.PATH, "/WEB-INF/*", "/META-INF/*"})
public class ErrorPage extends HttpServlet {

    static final String PATH = "/error";

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Throwable thrown = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        // a direct request to this page is answered 404
        Problem problem = status == null ? Problems.ofStatus(404) : problem((Integer) status, thrown, request);
        try {
            ProblemBody.answer(problem, request, response);
        } catch (IOException clientGone) {
            // the client is gone
        }
    }

    private static Problem problem(int status, Throwable thrown, HttpServletRequest request) {
        if (request.getAttribute(ProblemBody.ANSWERED) instanceof Problem problem
                && ProblemBody.status(problem, request) == status) {
            return problem;
        }
        // some containers report a client error as an exception: a missing page as a FileNotFoundException, a malformed
        // address as an IOException before any servlet is called
        if (thrown == null || status < 500) {
            return Problems.ofStatus(status);
        }
        boolean unread =
                thrown instanceof IOException && request.getAttribute(RequestDispatcher.ERROR_SERVLET_NAME) == null;
        return unread ? Problems.ofStatus(400) : Problems.of(thrown);
    }
}
