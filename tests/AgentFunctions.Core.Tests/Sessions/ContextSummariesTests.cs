using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Context.Summaries;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.ModelCalls;
using AgentFunctions.Core.Sessions.Declaration;

namespace AgentFunctions.Core.Tests.Sessions;

public sealed class ContextSummariesTests
{
    private static readonly HandleScope Scope = new("default", "a", "t") { Session = "s:1" };
    private static readonly HandleContent Left = new("h_" + new string('a', 26), Encoding.UTF8.GetBytes("""[{"role":"user","content":"Where is ORD-7?"}]"""), HandleContent.Messages, SessionWorld.Trusted, []);
    private static readonly SummarySpec Spec = new() { Model = "m", MaxTokens = 120 };
    private static readonly SummaryCall Call = new(null!, "run_1", "s");

    private readonly SessionWorld _world = new();
    private readonly Invoker _models = new();
    private readonly ContextSummaries _summaries;

    public ContextSummariesTests() => _summaries = new ContextSummaries(_world.Handles, new Lazy<IModelInvoker?>(_models), _world.Time);

    [Fact]
    public async Task Find_AsksOnceAndKeepsTheAnswer()
    {
        Assert.Equal("ORD-7 is open.", await FindAsync());
        _models.Answer = "Something else.";

        Assert.Equal("ORD-7 is open.", await FindAsync());
        Assert.Equal("ORD-7 is open.", await FindAsync(call: null));

        var request = Assert.Single(_models.Requests);
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal(("m", 120, "run_1"), (body.GetProperty("model").GetString(), body.GetProperty("max_completion_tokens").GetInt32(), request.RunId));
        Assert.Contains("ORD-7", body.GetProperty("messages")[1].GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal(["system", "user"], body.GetProperty("messages").EnumerateArray().Select(static message => message.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task Find_NobodyMayAsk_IsNone()
    {
        Assert.Null(await FindAsync(call: null));
        Assert.Empty(_models.Requests);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public async Task Find_NoAnswer_IsNoneAndAskedAgainLater(string? answer)
    {
        _models.Answer = answer;
        Assert.Null(await FindAsync());
        _models.Answer = "ORD-7 is open.";

        Assert.Null(await FindAsync());
        Assert.Single(_models.Requests);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("ORD-7 is open.", await FindAsync());
    }

    [Fact]
    public async Task Find_OtherTeamOrAgent_SeesNoneOfIt()
    {
        await FindAsync();

        Assert.Null(await _summaries.FindAsync(Scope with { Team = "other" }, Left, Spec, null, CancellationToken.None));
        Assert.Null(await _summaries.FindAsync(Scope with { Agent = "b" }, Left, Spec, null, CancellationToken.None));
    }

    [Fact]
    public async Task Find_SessionGone_IsGoneWithIt()
    {
        await FindAsync();

        Assert.Equal(1, await new HandlePurge(_world.Store).OfSessionAsync("default", "a", "s:1", CancellationToken.None));
        Assert.Null(await FindAsync(call: null));
    }

    private ValueTask<string?> FindAsync() => FindAsync(Call);

    private ValueTask<string?> FindAsync(SummaryCall? call) => _summaries.FindAsync(Scope, Left, Spec, call, CancellationToken.None);

    private sealed class Invoker : IModelInvoker
    {
        public string? Answer { get; set; } = "ORD-7 is open.";

        public List<ModelRequest> Requests { get; } = [];

        public ValueTask<Outcome<ModelReply>> InvokeAsync(ModelRequest request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            if (Answer is null) return new(new ApiError(402, ErrorCodes.BudgetExhausted, "Nothing is left."));
            var answer = JsonSerializer.SerializeToElement(new { choices = new[] { new { message = new { role = "assistant", content = Answer } } } });
            return new(new ModelReply(request.CallId, answer, default, new NanoDollars(0)));
        }
    }
}
