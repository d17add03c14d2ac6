using System.Net;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Expressions.Parsing;

/// <summary>A function of the language: its name, and what must be known of its arguments before it runs.</summary>
internal sealed class FunctionSignature
{
    private static readonly Dictionary<string, FunctionSignature> ByName = new(StringComparer.Ordinal)
    {
        ["has"] = new(ExpressionFunction.Has, "has(path)", 1),
        ["size"] = new(ExpressionFunction.Size, "size(x)", 1),
        ["startsWith"] = new(ExpressionFunction.StartsWith, "startsWith(text, beginning)", 2),
        ["endsWith"] = new(ExpressionFunction.EndsWith, "endsWith(text, ending)", 2),
        ["matches"] = new(ExpressionFunction.Matches, "matches(text, \"pattern\")", 2),
        ["inCidr"] = new(ExpressionFunction.InCidr, "inCidr(address, \"10.0.0.0/8\")", 2),
    };

    private readonly string _usage;
    private readonly int _count;

    private FunctionSignature(ExpressionFunction function, string usage, int count)
    {
        Function = function;
        _usage = usage;
        _count = count;
    }

    public ExpressionFunction Function { get; }

    public static FunctionSignature? Find(string name) => ByName.GetValueOrDefault(name);

    public static string Name(ExpressionFunction function) => ByName.First(f => f.Value.Function == function).Key;

    public static string Unknown(string name) =>
        Spelling.Nearest(name, ByName.Keys) is { } meant ? $"there is no function of this name; did you mean {meant}?" : $"there is no function of this name; there are {string.Join(", ", ByName.Keys)}";

    /// <summary>The call with everything worked out that does not depend on data, or what is wrong with it.</summary>
    public (ExpressionNode.Call? Call, ExpressionError? Error) Compile(ExpressionNode.Call call)
    {
        if (call.Arguments.Count != _count) return (null, new ExpressionError(call.Position, $"write {_usage}"));
        switch (Function)
        {
            case ExpressionFunction.Has when call.Arguments[0] is not ExpressionNode.Path:
                return (null, new ExpressionError(call.Arguments[0].Position, "has takes a path, such as has(input.note)"));
            case ExpressionFunction.Matches:
                if (Text(call.Arguments[1]) is not { } pattern) return (null, new ExpressionError(call.Arguments[1].Position, "the pattern must be a text in quotes: it is checked before anything runs"));
                var (regex, size, wrong) = SafePattern.Compile(pattern);
                return regex is null ? (null, new ExpressionError(call.Arguments[1].Position, wrong!)) : (call with { Pattern = regex, PatternSize = size }, null);
            case ExpressionFunction.InCidr:
                return Text(call.Arguments[1]) is { } range && IPNetwork.TryParse(range, out var network) && IsExact(range, network)
                    ? (call with { Network = network }, null)
                    : (null, new ExpressionError(call.Arguments[1].Position, "must be an address range in quotes with no bits set beyond its length, such as \"10.0.0.0/8\" or \"2001:db8::/32\""));
            default:
                return (call, null);
        }
    }

    private static bool IsExact(string range, IPNetwork network) => IPAddress.TryParse(range.AsSpan(0, range.IndexOf('/', StringComparison.Ordinal)), out var address) && address.Equals(network.BaseAddress);

    private static string? Text(ExpressionNode node) => node is ExpressionNode.Literal literal ? literal.Value.AsText() : null;
}
