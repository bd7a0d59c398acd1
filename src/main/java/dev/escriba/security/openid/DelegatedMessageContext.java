package dev.escriba.security.openid;

import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContextWrapper;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;

/**
 * The context for the server's mechanism when this application calls it. It does not tell the server which caller was
 * found: this application's mechanism does that once, and some servers accept no second call. It returns the request
 * and the response that the mechanism was called with, because some implementations read them from the context. It
 * sends no refusals: the calling mechanism does.
 */
final class DelegatedMessageContext extends HttpMessageContextWrapper {

    private final HttpServletRequest request;
    private final HttpServletResponse response;

    DelegatedMessageContext(HttpMessageContext context, HttpServletRequest request, HttpServletResponse response) {
        super(context);
        this.request = request;
        this.response = response;
    }

    @Override
    public HttpServletRequest getRequest() {
        return request;
    }

    @Override
    public HttpServletResponse getResponse() {
        return response;
    }

    @Override
    public AuthenticationStatus redirect(String location) {
        try {
            response.sendRedirect(location);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AuthenticationStatus.SEND_CONTINUE;
    }

    @Override
    public AuthenticationStatus responseUnauthorized() {
        return AuthenticationStatus.SEND_FAILURE;
    }

    @Override
    public AuthenticationStatus responseNotFound() {
        return AuthenticationStatus.SEND_FAILURE;
    }

    @Override
    public CallbackHandler getHandler() {
        CallbackHandler server = super.getHandler();
        return callbacks -> server.handle(Arrays.stream(callbacks)
                .filter(one -> !(one instanceof CallerPrincipalCallback) && !(one instanceof GroupPrincipalCallback))
                .toArray(Callback[]::new));
    }

    @Override
    public AuthenticationStatus notifyContainerAboutLogin(String name, Set<String> groups) {
        return AuthenticationStatus.SUCCESS;
    }

    @Override
    public AuthenticationStatus notifyContainerAboutLogin(Principal principal, Set<String> groups) {
        return AuthenticationStatus.SUCCESS;
    }

    @Override
    public AuthenticationStatus notifyContainerAboutLogin(CredentialValidationResult result) {
        return result.getStatus() == CredentialValidationResult.Status.VALID
                ? AuthenticationStatus.SUCCESS
                : AuthenticationStatus.SEND_FAILURE;
    }
}
