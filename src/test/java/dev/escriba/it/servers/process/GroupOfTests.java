package dev.escriba.it.servers.process;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Records each test and its time under the contract that declares it, for the server of its class. */
public final class GroupOfTests implements BeforeEachCallback, TestWatcher {

    /** A test class of one server. */
    public interface OfServer {

        Row row();
    }

    /** The start of each test, by its id. The store of the extension context is closed before the result is known. */
    private final Map<String, Long> begun = new ConcurrentHashMap<>();

    @Override
    public void beforeEach(ExtensionContext context) {
        begun.put(context.getUniqueId(), System.nanoTime());
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

    private void note(ExtensionContext context, String value) {
        Long begin = begun.remove(context.getUniqueId());
        Duration time = begin == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - begin);
        String group = context.getRequiredTestMethod()
                .getDeclaringClass()
                .getSimpleName()
                .replaceFirst("Contract$", "");
        context.getTestInstance()
                .map(OfServer.class::cast)
                .ifPresent(test -> Results.add(test.row(), group, value, time));
    }
}
