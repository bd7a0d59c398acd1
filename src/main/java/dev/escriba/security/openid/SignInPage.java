package dev.escriba.security.openid;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Redirects to the target after a sign-in. Both addresses are protected, so the authentication mechanism runs before.
 */
@WebServlet({"/sign-in", OpenIdExtension.CALLBACK})
public class SignInPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient SignInCookie cookie;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Cache-Control", "no-store");
        // the target of the request counts, else that of the request that began the sign-in
        String target = Target.checked(
                request.getParameter("to") == null ? cookie.target(request).orElse(null) : request.getParameter("to"));
        cookie.forget(request, response);
        response.setHeader("Location", request.getContextPath() + target);
    }
}
