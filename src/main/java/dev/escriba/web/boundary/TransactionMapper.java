package dev.escriba.web.boundary;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * As {@link ProblemMapper}, for a transaction that could not end. One implementation of the platform has a mapper of its own for these, which would be
 * closer; it fails where no answer is in the exception, and makes an unexpected error of a database that is away.
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
