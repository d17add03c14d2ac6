using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>A subscription with its expressions read, once for each version that is in use.</summary>
internal sealed class CompiledSubscription
{
    private static readonly ConditionalWeakTable<Resource<SubscriptionSpec>, CompiledSubscription> Known = [];
    private readonly Resource<SubscriptionSpec> _resource;
    private readonly Expression? _filter;
    private readonly JsonTemplate? _input;
    private readonly TextTemplate? _run;

    private CompiledSubscription(Resource<SubscriptionSpec> resource)
    {
        _resource = resource;

        // What was stored was checked; what cannot be read all the same takes nothing.
        _filter = resource.Spec.Filter is { } filter ? Expression.Parse(filter).Expression ?? Expression.Parse("false").Expression : null;
        _input = resource.Spec.Input is { ValueKind: not JsonValueKind.Null } input ? JsonTemplate.Parse(input, "spec.input", static (_, _) => { }) : null;
        _run = resource.Spec.Signal is { } signal ? TextTemplate.Parse(signal.Run).Template : null;
    }

    public static CompiledSubscription Of(Resource<SubscriptionSpec> resource) => Known.GetValue(resource, static r => new CompiledSubscription(r));

    /// <summary>Whether it wants the event, its topic aside.</summary>
    public bool Wants(JsonElement cloudEvent, IReadOnlyDictionary<string, ExpressionValue> environment) =>
        _resource.Spec.Filters.All(f => EventFilters.Holds(f, cloudEvent)) && (_filter is null || _filter.EvaluateCondition(environment, onFailure: false));

    /// <summary>What a run is given; exactly one of the two is set.</summary>
    public (JsonElement? Input, ExpressionFailure? Failure) Input(JsonElement cloudEvent, IReadOnlyDictionary<string, ExpressionValue> environment) =>
        _input is null ? (cloudEvent, null) : _input.Render(environment);

    /// <summary>The run that is told; null where the event names none.</summary>
    public string? Run(IReadOnlyDictionary<string, ExpressionValue> environment) => _run?.Render(environment).Value?.AsText();
}
