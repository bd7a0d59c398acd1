package dev.escriba.security.openid;

import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContextWrapper;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import java.security.Principal;
import java.util.Arrays;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;

/** Keeps the server from hearing whom a mechanism has found: it is told who that is here, once, and some servers take no second word. */
final class WithoutLogin extends HttpMessageContextWrapper {

    WithoutLogin(HttpMessageContext context) {
        super(context);
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
