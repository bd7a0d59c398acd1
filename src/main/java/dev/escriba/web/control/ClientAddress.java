package dev.escriba.web.control;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The IP address of the client of the current request. */
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
