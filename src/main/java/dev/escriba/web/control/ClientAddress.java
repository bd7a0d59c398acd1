package dev.escriba.web.control;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Where the current request comes from. */
@RequestScoped
public class ClientAddress {

    @Inject
    HttpServletRequest request;

    @Inject
    ClientAddresses addresses;

    public Optional<String> current() {
        return Optional.of(addresses.of(request));
    }
}
