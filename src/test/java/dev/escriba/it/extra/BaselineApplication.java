package dev.escriba.it.extra;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** A second JAX-RS application beside the service, without the service's filters and mappers. */
@ApplicationPath("/baseline")
public class BaselineApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(BaselineResource.class);
    }
}
