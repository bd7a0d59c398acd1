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

/** The page for every error that the container raises itself: the same JSON as everywhere. */
@WebServlet({ErrorPage.PATH, ""})
public class ErrorPage extends HttpServlet {

    static final String PATH = "/error";

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Throwable thrown = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        // called by its own address it is as absent as any other page, and so is the root, which some servers would
        // list
        Problem problem = status == null ? Problems.ofStatus(404) : problem((Integer) status, thrown, request);
        try {
            ProblemBody.answer(problem, request, response);
        } catch (IOException clientGone) {
            // nobody is left to be told
        }
    }

    private static Problem problem(int status, Throwable thrown, HttpServletRequest request) {
        if (request.getAttribute(ProblemBody.ANSWERED) instanceof Problem problem && problem.status() == status) {
            return problem;
        }
        // some containers tell of the caller's faults by exceptions: a page that is not there is a file that was not
        // found, and an address that they do not take cannot be read before any servlet is asked
        if (thrown == null || status < 500) {
            return Problems.ofStatus(status);
        }
        boolean unread =
                thrown instanceof IOException && request.getAttribute(RequestDispatcher.ERROR_SERVLET_NAME) == null;
        return unread ? Problems.ofStatus(400) : Problems.of(thrown);
    }
}
