package dev.escriba.web.boundary;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Has the JDK forget the application when it ends. The methods that make {@code equals} and {@code hashCode} of records remember the last type that they were made
 * for (JDK 17, {@code MethodHandle.asTypeCache}); a type of this application would keep all of it in a server that goes on.
 */
@WebListener
public class RecordCaches implements ServletContextListener {

    /** Used here alone, so that its methods are made only now; of a type of the JDK. */
    private record Last(String type) {}

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        Last last = new Last("");
        if (!last.equals(new Last("")) || last.hashCode() != new Last("").hashCode()) {
            throw new IllegalStateException();
        }
    }
}
