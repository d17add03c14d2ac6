using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Definitions.Checking;
using AgentFunctions.Core.Definitions.Reading;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.Workflows.Definitions.Testing;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>Tries definitions that are valid by themselves.</summary>
internal static class Trial
{
    public static async Task<JsonElement> RunAsync(string spec, string script = "{}")
    {
        var (report, error) = await TryAsync(spec, script, TimeProvider.System);
        Assert.True(error is null, error?.Message);
        return report;
    }

    public static async Task<(JsonElement Report, ApiError? Error)> TryAsync(string spec, string script, TimeProvider time)
    {
        var json = JsonDocument.Parse(spec).RootElement;
        var findings = new Findings();
        DefinitionChecker.Check(DefinitionReader.Read(json), DefinitionWorld.Unknown, findings);
        Assert.True(!findings.Any, string.Join(" | ", findings.Items.Select(static f => $"{f.Path}: {f.Message}")));
        var caller = new Caller(new Principal(Tenants.Default, PrincipalKind.Operator, "test"), "key", null, new FakeControlPlaneView());
        return await DefinitionTest.RunAsync("w", json, DefinitionTestScript.Read(JsonDocument.Parse(script).RootElement), caller, Tools, time, CancellationToken.None);
    }

    /// <summary>pay: an irreversible tool.</summary>
    private static Dictionary<string, TestedTool> Tools { get; } = new() { ["pay"] = new TestedTool(JsonDocument.Parse("""{"type":"object","properties":{"amount":{"type":"number"}},"required":["amount"],"additionalProperties":false}""").RootElement, new ApproverRule()) };

    /// <summary>Runs steps and gives the output of a template after them.</summary>
    public static Task<JsonElement> StepsAsync(string steps, string output, string script = "{}", string limits = "{}") =>
        RunAsync($$"""{"agent":"a","steps":[{{steps}}],"output":{{output}},"limits":{{limits}} }""", script);

    public static string Status(this JsonElement report) => report.GetProperty("status").GetString()!;

    public static string Output(this JsonElement report)
    {
        Assert.True(report.Status() == "succeeded", report.GetRawText());
        return report.GetProperty("output").GetRawText();
    }

    public static string? ErrorCode(this JsonElement report) => report.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code").GetString() : null;

    /// <summary>Steps that ended, with their status: <c>a:succeeded b:skipped</c>.</summary>
    public static string Steps(this JsonElement report) => string.Join(' ', report.GetProperty("steps").EnumerateArray().Select(static s => $"{s.GetProperty("step").GetString()}:{s.GetProperty("status").GetString()}"));
}
