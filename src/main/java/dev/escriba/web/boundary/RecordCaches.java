package dev.escriba.web.boundary;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Has the JDK forget the application when it ends. What makes {@code equals} and {@code hashCode} of records remembers the last type that it made them
 * for (JDK 17, {@code MethodHandle.asTypeCache}); a type of this application would keep all of it in a server that goes on. So it makes them once more, for
 * a type of the JDK.
 */
@WebListener
public class RecordCaches implements ServletContextListener {

    private static final Logger LOG = Logger.getLogger(RecordCaches.class.getName());

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle component = lookup.findVirtual(String.class, "toString", MethodType.methodType(String.class));
            MethodType equals = MethodType.methodType(boolean.class, String.class, Object.class);
            MethodType hashCode = MethodType.methodType(int.class, String.class);
            ObjectMethods.bootstrap(lookup, "equals", equals, String.class, "text", component);
            ObjectMethods.bootstrap(lookup, "hashCode", hashCode, String.class, "text", component);
        } catch (Throwable e) {
            // only memory is at stake
            LOG.log(Level.FINE, "The JDK remembers the application", e);
        }
    }
}
