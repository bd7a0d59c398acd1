package dev.escriba.web.boundary;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Does the same as {@link ProblemMapper} for {@link TransactionalException}. One JAX-RS implementation has its own,
 * more specific mapper for this type. That mapper fails if the cause has no answer, and it turns an outage of the
 * database into an unexpected error.
 */
@Provider
@Priority(1)
public class TransactionMapper implements ExceptionMapper<TransactionalException> {

    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(TransactionalException thrown) {
        return ProblemResponse.of(thrown, request);
    }
}
