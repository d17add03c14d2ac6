using AgentFunctions.LocalHost.CommandLine.Output;
using AgentFunctions.LocalHost.CommandLine.Parsing;
using AgentFunctions.LocalHost.CommandLine.Remote;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>Tries workflows with the tests in a folder: nothing real is called, stored or charged.</summary>
internal sealed class TestCommand : ICommand
{
    public CommandSpec Spec { get; } = new("test", ["DIR"], "try workflows of a running instance with the *.test.json files of a folder", [.. ServerOptions.All])
    {
        Notes = "A file: {\"workflow\":\"ID\",\"tests\":{\"what it shows\":{...}}}; each test is a body of POST /api/workflows/ID/test.\nExit code: 0 all passed, 1 one did not or something failed, 2 wrong usage.",
    };

    public async Task<int> RunAsync(ParsedOptions options, CommandContext context, CancellationToken cancellationToken)
    {
        var folder = context.FullPath(options.Arguments[0]);
        if (!Directory.Exists(folder)) throw CommandException.Usage($"The folder {options.Arguments[0]} does not exist.");
        var tests = WorkflowTestFile.ReadAll(folder);
        if (tests.Count == 0) throw new CommandException($"{options.Arguments[0]} has no tests: name them *{WorkflowTestFile.Ending}.");
        using var client = ServerOptions.Connect(options, context);
        var failed = 0;
        foreach (var test in tests)
        {
            var failures = await TryAsync(client, test, cancellationToken);
            if (failures.Count > 0) failed++;
            await context.Out.WriteLineAsync($"{(failures.Count == 0 ? "passed" : "FAILED")}  {Printable.Of($"{test.Workflow}: {test.Name}")}");
            foreach (var failure in failures) await context.Out.WriteLineAsync($"        {Printable.Of($"{test.File}: {failure.Path}: {failure.Message}")}");
        }

        await context.Out.WriteLineAsync($"{tests.Count - failed} passed, {failed} failed.");
        return failed == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<IReadOnlyList<WorkflowTestFailure>> TryAsync(ControlPlaneClient client, WorkflowTestFile test, CancellationToken cancellationToken)
    {
        var result = await client.TestAsync(test.Workflow, test.Body, cancellationToken);
        if (result.Value is { } answer) return answer.Passed ? [] : answer.Failures.Count > 0 ? answer.Failures : [new WorkflowTestFailure { Path = "$", Message = "did not pass" }];
        var problem = result.Problem!;

        // A refusal of the whole command, not of one test.
        if (problem.Status is 401 or 403 or >= 300 and < 400) throw new CommandException(ProblemText.Headline(problem, findingsFollow: false));
        return problem.Errors.Count > 0
            ? [.. problem.Errors.Select(static error => new WorkflowTestFailure { Path = error.Path, Message = error.Message })]
            : [new WorkflowTestFailure { Path = problem.Param ?? "$", Message = problem.Detail ?? $"refused with {problem.Status}" }];
    }
}
