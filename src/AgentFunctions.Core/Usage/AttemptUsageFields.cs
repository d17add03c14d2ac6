using System.Text.Json;
using AgentFunctions.Core.Costs;

namespace AgentFunctions.Core.Usage;

/// <summary>What an attempt came to, while it is read.</summary>
internal struct AttemptUsageFields
{
    public int Revision;
    public int Requests;
    private int _attempt;
    private string? _provider;
    private string? _deployment;
    private string? _outcome;
    private long _input;
    private long _cachedInput;
    private long _cacheWrite;
    private long _audioInput;
    private long _output;
    private long _reasoning;
    private long _audioOutput;
    private long _agenticInput;
    private long _agenticOutput;
    private long _cost;
    private long _costReasoning;
    private long _costAgentic;
    private long _bytes;
    private bool _isCounted;
    private bool _isEstimated;
    private bool _isUnpriced;
    private string? _priceId;
    private string? _priceVersion;

    /// <summary>Reads the property that the reader stands at, if it is one of these.</summary>
    public bool TryRead(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("attempt"u8)) _attempt = Small(ref reader);
        else if (reader.ValueTextEquals("revision"u8)) Revision = Small(ref reader);
        else if (reader.ValueTextEquals("requests"u8)) Requests = Small(ref reader);
        else if (reader.ValueTextEquals("provider"u8)) _provider = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("deployment"u8)) _deployment = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("outcome"u8)) _outcome = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("inputTokens"u8)) _input = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("cachedInputTokens"u8)) _cachedInput = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("cacheWriteTokens"u8)) _cacheWrite = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("audioInputTokens"u8)) _audioInput = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("outputTokens"u8)) _output = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("reasoningTokens"u8)) _reasoning = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("audioOutputTokens"u8)) _audioOutput = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("agenticInputTokens"u8)) _agenticInput = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("agenticOutputTokens"u8)) _agenticOutput = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("costNano"u8)) _cost = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("costReasoningNano"u8)) _costReasoning = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("costAgenticNano"u8)) _costAgentic = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("bytes"u8)) _bytes = UsageEventReader.Integer(ref reader);
        else if (reader.ValueTextEquals("counted"u8)) _isCounted = UsageEventReader.Boolean(ref reader);
        else if (reader.ValueTextEquals("estimated"u8)) _isEstimated = UsageEventReader.Boolean(ref reader);
        else if (reader.ValueTextEquals("unpriced"u8)) _isUnpriced = UsageEventReader.Boolean(ref reader);
        else if (reader.ValueTextEquals("priceId"u8)) _priceId = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("priceVersion"u8)) _priceVersion = UsageEventReader.Text(ref reader);
        else return false;
        return true;
    }

    /// <exception cref="JsonException">A required property is missing.</exception>
    public readonly AttemptUsage ToUsage() => new()
    {
        Attempt = _attempt > 0 ? _attempt : throw new JsonException("The property 'attempt' is missing or not above 0."),
        Provider = _provider ?? throw new JsonException("The property 'provider' is missing."),
        Deployment = _deployment,
        Outcome = _outcome ?? throw new JsonException("The property 'outcome' is missing."),
        Tokens = new TokenCounts(_input, _cachedInput, _cacheWrite, _audioInput, _output, _reasoning, _audioOutput),
        AgenticInput = _agenticInput,
        AgenticOutput = _agenticOutput,
        Cost = new CallCost(new NanoDollars(_cost), new NanoDollars(_costReasoning), new NanoDollars(_costAgentic)),
        Bytes = _bytes,
        IsCounted = _isCounted,
        IsEstimated = _isEstimated,
        IsUnpriced = _isUnpriced,
        PriceId = _priceId,
        PriceVersion = _priceVersion,
    };

    private static int Small(ref Utf8JsonReader reader) =>
        UsageEventReader.Integer(ref reader) is var value and >= 0 and <= int.MaxValue ? (int)value : throw new JsonException("A number that counts is negative or beyond 32 bits.");
}
