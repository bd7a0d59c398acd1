package dev.escriba.it.server;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Notes each test under the contract that declares it, and the server that its class names. */
public final class GroupOfTests implements TestWatcher {

    /** A test class of one server. */
    public interface OfServer {

        /** As {@link AppServer#name()}. */
        String serverName();
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        note(context, Results.PASSED);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        note(context, Results.FAILED);
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        note(context, Results.SKIPPED);
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        note(context, Results.SKIPPED);
    }

    private static void note(ExtensionContext context, String value) {
        String group = context.getRequiredTestMethod()
                .getDeclaringClass()
                .getSimpleName()
                .replaceFirst("Contract$", "");
        context.getTestInstance()
                .map(OfServer.class::cast)
                .ifPresent(test -> Results.add(test.serverName(), group, value));
    }
}
