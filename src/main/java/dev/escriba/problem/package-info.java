/**
 * Problem: the one shape of all error answers: {@code {"message": "...", "errors": {"File": "..."}}} in the culture of
 * the request.
 *
 * <ol>
 *   <li>A {@link dev.escriba.problem.entity.Problem} holds status, message and wrong fields. The mappers of {@code web}
 *       translate it.
 *   <li>An unexpected exception is answered 500 with a reference. The log has the cause under the same reference; the
 *       answer does not have it.
 *   <li>5xx are logged with their cause, 4xx without.
 *   <li>Errors that the container raises have the same shape.
 * </ol>
 *
 * It calls only {@code culture}.
 */
package dev.escriba.problem;
