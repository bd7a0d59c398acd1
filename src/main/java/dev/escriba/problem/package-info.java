/**
 * Problem: the one shape of every error, whoever raises it: {@code {"message": "...", "errors": {"File": "..."}}} in the culture of the
 * request.
 *
 * <ol>
 *   <li>A typed {@link dev.escriba.problem.entity.Problem} says status, message and fields at fault; the mappers of {@code web} only translate.
 *   <li>What nobody foresaw is 500 with a reference to quote; the log has the cause under the same reference, the answer does not.
 *   <li>5xx are logged, 4xx are the caller's affair.
 *   <li>The container's own errors come out in the same shape.
 * </ol>
 *
 * Knows {@code culture} alone.
 */
package dev.escriba.problem;
