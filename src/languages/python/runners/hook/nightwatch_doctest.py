"""Meets doctest where a script calls it (`doctest.testmod()`, `python -m doctest file`), and no other runner does."""
import functools

import nightwatch_failure
import nightwatch_unittest_ids as ids
import nightwatch_unittest_session as sessions


def attach(doctest):
    runner = doctest.DocTestRunner
    run = runner.run

    @functools.wraps(run)
    def reported(self, test, *args, **kwargs):
        if not sessions.is_ours():
            return run(self, test, *args, **kwargs)
        return run_doctest(doctest, self, test, lambda: run(self, test, *args, **kwargs))

    runner.run = reported


def run_doctest(doctest, runner, test, call):
    test_id = ids.doctest_id(test)
    # Every module and function has a DocTest, most of them an empty one.
    if not test.examples or not ids.is_chosen(test_id):
        return doctest.TestResults(0, 0)
    if sessions.settings.lists_only:
        sessions.session().report.collected([test_id])
        return doctest.TestResults(0, 0)
    errors = []
    report_failure, report_exception = runner.report_failure, runner.report_unexpected_exception

    def on_failure(out, test, example, got):
        errors.append(doctest.DocTestFailure(test, example, got))
        report_failure(out, test, example, got)

    def on_exception(out, test, example, exc_info):
        errors.append(doctest.UnexpectedException(test, example, exc_info))
        report_exception(out, test, example, exc_info)

    runner.report_failure, runner.report_unexpected_exception = on_failure, on_exception
    ours = sessions.session()
    ours.report.started(test_id)
    try:
        with sessions.running(ours, test_id) as window:
            result = call()
            if result.failed:
                failure = window.failure or nightwatch_failure.described_error(errors[0], [])
                ours.told(test_id, "failed", "call", failure)
            else:
                ours.told(test_id, "passed")
            return result
    finally:
        del runner.report_failure, runner.report_unexpected_exception
