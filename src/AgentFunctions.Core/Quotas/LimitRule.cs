using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Quotas;

/// <summary>A declared limit with its amounts read, ready to be resolved for what it covers.</summary>
internal sealed class LimitRule
{
    private const int Windows = (int)LimitWindow.Total + 1;
    private const int Units = (int)LimitUnit.Concurrent + 1;

    private readonly string _quotaId;
    private readonly long _amount;
    private readonly long _temporaryAmount;
    private readonly DateTimeOffset _until;
    private readonly Limit? _fixed;

    public LimitRule(Resource<QuotaSpec> quota, QuotaScope scope)
    {
        var spec = quota.Spec;
        _quotaId = quota.Id;
        Scope = scope;
        Unit = spec.Unit;
        Window = WindowOf(scope.Kind, spec);
        Mode = spec.Mode;
        Slot = (UInt128)1 << (((((int)Mode * Units) + (int)Unit) * Windows) + (int)Window);
        _amount = Amount(spec.Unit, spec.Amount);
        if (spec.Temporary is { } temporary)
        {
            _temporaryAmount = Amount(spec.Unit, temporary.Amount);
            _until = temporary.Until;
        }
        else if (scope.Literal is { } literal && Window != LimitWindow.Run)
        {
            // What never differs is made once.
            _fixed = new Limit(_quotaId, literal, Unit, Window, _amount, Mode);
        }
    }

    public QuotaScope Scope { get; }

    public LimitUnit Unit { get; }

    public LimitWindow Window { get; }

    public LimitMode Mode { get; }

    /// <summary>A bit of its own for each unit, window and mode: of limits with the same one the most specific wins.</summary>
    public UInt128 Slot { get; }

    /// <summary>What a run counts as a whole is what it counts in its run.</summary>
    public static LimitWindow WindowOf(LimitScopeKind kind, QuotaSpec spec) =>
        kind == LimitScopeKind.Run && spec.Window == LimitWindow.Total ? LimitWindow.Run : spec.Window ?? LimitWindow.None;

    /// <summary>The limit for one of the things it covers; null for a run's window where there is no run.</summary>
    public Limit? For(string id, string? run, DateTimeOffset now)
    {
        if (_fixed is not null) return _fixed;
        if (Window == LimitWindow.Run && run is null) return null;
        return new Limit(_quotaId, new LimitScope(Scope.Kind, id), Unit, Window, now < _until ? _temporaryAmount : _amount, Mode, Window == LimitWindow.Run ? run : null);
    }

    private static long Amount(LimitUnit unit, string text) =>
        QuotaAmounts.Parse(unit, text, out var amount) is null ? amount : throw new InvalidOperationException("A stored quota has an amount that is none.");
}
